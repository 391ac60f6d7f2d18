// What went wrong is read first: browsers that ignore autofocus on a box get a push.
import { maybe } from "./dom.js";

maybe(document, "[data-focus]")?.focus();
