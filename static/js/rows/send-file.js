// Sends a form with a file in it, and tells how much of it is sent, which `fetch` does not.

/** @import { FileFlight, FileReply } from "./upload.js" */

const TYPE = "application/json";

/**
 * @param {XMLHttpRequest} request
 * @returns {FileReply}
 */
const replyOf = (request) => {
  const isJson = (request.getResponseHeader("Content-Type") ?? "").startsWith(TYPE);
  return { status: request.status, said: isJson ? JSON.parse(request.responseText) : null };
};

/**
 * @param {URL} address
 * @param {FormData} body
 * @param {string} token
 * @param {(share: number) => void} onShare gets how much of 100 is sent
 * @returns {FileFlight}
 */
export const sendFile = (address, body, token, onShare) => {
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    if (total) onShare(Math.floor((100 * loaded) / total));
  });
  /** @type {Promise<FileReply>} */
  const reply = new Promise((done) => {
    request.addEventListener("loadend", () => done(replyOf(request)));
  });
  request.open("POST", address);
  request.setRequestHeader("X-CSRFToken", token);
  request.setRequestHeader("Accept", TYPE);
  request.send(body);
  return { reply, abort: () => request.abort() };
};
