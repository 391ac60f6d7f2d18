// What went wrong is read first: browsers that ignore autofocus on a box get a push.
import { isUntouched, maybe } from "./dom.js";

if (isUntouched()) maybe(document, "[data-focus]")?.focus();
