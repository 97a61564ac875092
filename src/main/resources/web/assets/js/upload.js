/** `fetch` for a POST whose upload is watched: fetch itself does not tell how much has been sent. */

/** A `Response` of these with a body is an error. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * @param onSent called with the share that was sent, 0..1
 * @returns {Promise<Response>} fails as fetch does
 */
export function post(url, { headers, body, signal, onSent }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.responseType = 'blob';
    Object.entries(headers).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total > 0 ? loaded / total : 1));
    request.addEventListener('load', () => {
      const { status } = request;
      const body = WITHOUT_BODY.has(status) ? null : request.response;
      resolve(new Response(body, { status, headers: fields(request.getAllResponseHeaders()) }));
    });
    request.addEventListener('error', () => reject(new TypeError('the connection failed')));
    const stop = () => {
      request.abort();
      reject(signal.reason);
    };
    if (signal?.aborted) {
      stop();
      return;
    }
    signal?.addEventListener('abort', stop, { once: true });
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', stop));
    request.send(body);
  });
}

function fields(lines) {
  return lines.trim().split('\r\n').filter(Boolean).map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
}
