// How a line is read, such as a name. Pure; responses/characters.py reads the same on the server, and
// tests/characters.json holds both to each other.
import { normaliseText, UNSEEN } from "./characters.js";

// Where it carries something that prints no ink, as in responses/unseen.py, which says more.
const FILLER = /[\u115f\u1160\u2800\u3164\uffa0]/;
const EMOJI = String.raw`[\xa9\xae\u203c\u2049\u2100-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\u{1f000}-\u{1faff}]`;
const MARK = String.raw`(?![${UNSEEN}])[^\p{L}\p{N}_\s\0-\x7f]`;
const CARRYING = [
  String.raw`\u{1f3f4}[\u{e0020}-\u{e007f}]+`,
  String.raw`${EMOJI}(?:[\ufe00\ufe0e\ufe0f](?:\u200d(?=${EMOJI}))?|\u200d(?=${EMOJI}))`,
  String.raw`[#*0-9]\ufe0f(?=\u20e3)`,
  String.raw`[\u3001\u3002\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01\uff0c\uff0e\uff1a\uff1b\uff1f\u{20000}-\u{323af}][\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`,
  String.raw`[\u1820-\u18aa][\u180b-\u180f\u200c\u200d]{1,2}`,
  String.raw`[\u1780-\u17b3][\u17b4\u17b5]`,
  String.raw`[\u1000-\u109f\ua840-\ua877]\ufe00`,
  String.raw`(?![${UNSEEN}])[\u0590-\u109f\u1780-\u18af\u1a20-\u1cff\ua800-\uabff\ufb50-\ufdff\u{10a00}-\u{11fff}][\u200c\u200d]{1,2}`,
  String.raw`[\u1100-\u115e\ua960-\ua97c]\u1160`,
  String.raw`\u115f(?=[\u1161-\u11a7\ud7b0-\ud7c6])`,
  String.raw`\u115f\u1160(?=[\u11a8-\u11ff\ud7cb-\ud7fb])`,
  String.raw`${MARK}\u034f(?=${MARK})`,
  String.raw`[\u{13000}-\u{1342f}][\u{13430}-\u{1343f}]{1,2}`,
].join("|");
const EACH = new RegExp(`(?:${CARRYING})|([${UNSEEN}])`, "gu");

/** @param {string} text */
const withoutInvisible = (text) =>
  text.replace(EACH, (found, sign) => (sign ? (FILLER.test(sign) ? " " : "") : found));

/**
 * As a line is stored, but for one that says nothing.
 * @param {string} text
 */
export const oneLine = (text) =>
  withoutInvisible(normaliseText(text)).normalize("NFC").trim().replace(/\s+/g, " ");
