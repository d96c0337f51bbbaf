"""The levers, a module per family; every class in this folder that calls itself one."""
