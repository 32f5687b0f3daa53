import { Problem } from "../problem.js";
import { t } from "../strings/index.js";

/**
 * Send a file as the body of a request. `onSent` hears how much of it has left, 0–1; `done` rejects with a Problem.
 *
 * @param {string} path
 * @param {Blob} file
 * @param {(share: number) => void} onSent
 * @returns {{ done: Promise<any>, cancel: () => void }}
 */
export function sendFile(path, file, onSent) {
  const request = new XMLHttpRequest(); // fetch tells nothing of how far an upload is
  const done = new Promise((resolve, reject) => {
    request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
    request.onabort = request.onerror = () => reject(Problem.unreachable());
    request.onload = () => {
      let content = null;
      try {
        content = JSON.parse(request.responseText);
      } catch {
        // A proxy in between may answer with a page of its own.
      }
      if (request.status < 300 && content) resolve(content);
      else reject(new Problem(content?.error ?? { code: request.status === 413 ? "too_large" : "unavailable", message: request.status === 413 ? t("upload.refused-size") : "" }));
    };
  });
  request.open("POST", path);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.send(file);
  return { done, cancel: () => request.abort() };
}
