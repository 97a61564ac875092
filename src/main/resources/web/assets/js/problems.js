/** What to tell a person about a failure: a title, what helps, and whether trying again can help. */

const FORMATS = 'JPEG, PNG, WebP or BMP';

/** By status. `retry`: `auto` counts down and tries again, `manual` offers a button. */
const BY_STATUS = {
  400: { title: 'The picture could not be read', advice: `It may be damaged or cut short. Open it in a picture program and save it again as ${FORMATS}.` },
  401: { title: 'This server wants an API key', advice: 'The page has none to send. Use the API with your key, or ask whoever runs this server.' },
  403: { title: 'This server refused the request', advice: 'Ask whoever runs this server for access.' },
  404: { title: 'The detection service is not at this address', advice: 'A proxy in between may be set up for another path.' },
  408: { title: 'The upload stalled', advice: 'The server stopped waiting for the rest of the picture. Check the connection, or send a smaller picture.', retry: 'manual' },
  413: { title: 'The picture is too large', advice: 'Save it with fewer pixels or a stronger compression, then choose it again.' },
  415: { title: 'This is not a picture the server can read', advice: `Choose a file in ${FORMATS} format.` },
  422: { title: 'The picture’s dimensions do not fit', advice: 'Scale or crop the picture, then choose it again.' },
  500: { title: 'The detector failed', advice: 'Your picture is not the cause. Try again; the server rebuilds its detector in the meantime.', retry: 'manual' },
  502: { title: 'The server is not reachable behind its proxy', advice: 'It may be restarting.', retry: 'manual' },
  503: { title: 'The server is busy', advice: 'It takes no more pictures than it can answer in time.', retry: 'auto', tone: 'warn' },
  504: { title: 'The picture waited too long for its turn', advice: 'The server gave up on it before starting. It may be less busy now.', retry: 'manual', tone: 'warn' },
};

/** By the last part of the problem's type, where the status alone says too little. */
const BY_KIND = {
  'no-picture': { title: 'There is no picture in this file', advice: `It is empty. Choose another one in ${FORMATS} format.` },
  'too-many-pixels': { title: 'The picture has too many pixels', advice: 'Scale it down, then choose it again.' },
  'too-small': { title: 'The picture is too small', advice: 'Choose one that shows more.' },
  starting: { title: 'The server is starting', advice: 'It loads its model, which takes a few seconds.', retry: 'auto', tone: 'warn' },
  draining: { title: 'The server is restarting', advice: 'It finishes what it has and takes nothing new.', retry: 'auto', tone: 'warn' },
  'no-worker': { title: 'The detector is being restarted', advice: 'It failed before and comes back by itself.', retry: 'auto', tone: 'warn' },
};

/**
 * Puts a failure into words.
 *
 * @param failure what api.js answered
 * @param {{size: string, state: string}} around the picture's size in words, and what the node says of its health
 * @returns {{title: string, detail?: string, advice: string, retry?: string, tone: string, meta: string, kind?: string}}
 */
export function explain(failure, around) {
  const words = failure.kind === 'problem' ? ofProblem(failure) : ofKind(failure.kind, around);
  return { tone: 'bad', meta: metaOf(failure), ...words };
}

function ofProblem({ status, type, title, detail }) {
  const known = BY_KIND[type?.split(':').pop()] ?? BY_STATUS[status];
  if (known) {
    return { ...known, detail };
  }
  return {
    title: title ?? `The server answered with status ${status}`,
    detail,
    advice: status >= 500 ? 'It may be passing. Try again.' : 'The server did not accept the request.',
    retry: status >= 500 ? 'manual' : undefined,
  };
}

function ofKind(kind, { state, size }) {
  switch (kind) {
    case 'unreadable':
      return { title: 'The file can no longer be read', advice: 'It was moved or changed after you chose it. Choose it again.' };
    case 'garbled':
      return { title: 'The answer made no sense', advice: 'Something between this page and the server may have changed it. Try again.', retry: 'manual' };
    case 'not-a-file':
      return { title: 'That was not a file', advice: 'Save the picture first, then drop the file here, or copy the picture itself and paste it.', tone: 'warn' };
    default:
      return state === 'UP'
        ? { title: 'The connection broke during the upload', advice: `The server is up. A picture of ${size} may be more than it takes: try a smaller one, or try again.`, retry: 'manual' }
        : { title: 'The server cannot be reached', advice: 'It may be restarting, or your network is down. This page keeps looking for it and says when it is back.', retry: 'manual', kind: 'away' };
  }
}

function metaOf({ status, requestId }) {
  return [status && `Status ${status}`, requestId && `request ${requestId}`].filter(Boolean).join(', ');
}
