// The page as it is served: with a scenario of one's own.
import { start } from "./starting.js";
import { mount as own } from "./own.js";

start({ own });
