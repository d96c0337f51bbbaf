// The page as a file: nothing but what it holds.
import { start } from "./starting.js";

start();
