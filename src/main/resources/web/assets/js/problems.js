/** What to tell a person about a failure: a title, what helps, and whether trying again can help. */

const FORMATS = 'JPEG, PNG, WebP or BMP';

/**
 * By the last part of the problem's type: every kind that the server has. `retry`: `auto` counts down and tries again, `manual`
 * offers a button. `detail`: whether the server's own words are shown too, because they say more than these.
 */
const BY_KIND = {
  'bad-parameter': { title: 'The server did not accept a setting', advice: 'This page may be older than the server. Load it again.', detail: true },
  'malformed-request': { title: 'The server did not understand the request', advice: 'Something between this page and the server may have changed it.', detail: true },
  'no-picture': { title: 'There is no picture in this file', advice: `It is empty. Choose another one in ${FORMATS} format.` },
  'undecodable': { title: 'The picture could not be read', advice: 'Open it in a picture program and save it again.', detail: true },
  'not-authenticated': { title: 'This server wants to know who you are', advice: 'Enter your API key, then try again.', retry: 'manual' },
  'not-found': { title: 'The detection service is not at this address', advice: 'A proxy in between may be set up for another path.' },
  'method-not-allowed': { title: 'The detection service is not at this address', advice: 'A proxy in between may be set up for another path.' },
  'upload-stalled': { title: 'The upload stalled', advice: 'The server stopped waiting for the rest of the picture. Check the connection, or send a smaller picture.', retry: 'manual' },
  'upload-too-slow': { title: 'The upload was too slow', advice: 'The server stopped waiting for the rest of the picture. Use a faster connection, or send a smaller picture.', retry: 'manual' },
  'body-too-large': { title: 'The picture is too large', detail: true },
  'form-fields-too-large': { title: 'The form has too much text', detail: true },
  'uri-too-long': { title: 'The request is too long for the server', advice: 'Something between this page and the server may have changed it.' },
  'rate-exceeded': { title: 'Too many pictures for your key', advice: 'Your key may send only so many.', retry: 'auto', tone: 'warn' },
  'headers-too-large': { title: 'The request is too long for the server', advice: 'Cookies that other services left at this address may be the cause. Delete them and try again.' },
  'encoded-body': { title: 'Something packed the picture on its way', detail: true },
  'unsupported-format': { title: 'This is not a picture the server can read', detail: true },
  'too-many-pixels': { title: 'The picture has too many pixels', detail: true },
  'too-small': { title: 'The picture is too small', advice: 'Choose one that shows more.', detail: true },
  'too-much-work': { title: 'The picture takes too much work to read', detail: true },
  'beyond-decoder': { title: 'The server cannot read this kind of picture', detail: true },
  'engine-failed': { title: 'The detector failed', advice: 'Your picture is not the cause. Try again; the server rebuilds its detector in the meantime.', retry: 'manual' },
  'internal': { title: 'The server has a defect', advice: 'Report it with the request id below to the people who run this server.', retry: 'manual' },
  'full': { title: 'The server is busy', advice: 'It takes no more pictures than it can answer in time.', retry: 'auto', tone: 'warn' },
  'no-time': { title: 'The server is busy', advice: 'The picture would have to wait too long for its turn.', retry: 'auto', tone: 'warn' },
  'starting': { title: 'The server is starting', advice: 'It loads its model, which takes a few seconds.', retry: 'auto', tone: 'warn' },
  'draining': { title: 'The server is restarting', advice: 'It finishes what it has and takes nothing new.', retry: 'auto', tone: 'warn' },
  'no-worker': { title: 'The detector is being restarted', advice: 'It failed before and comes back by itself.', retry: 'auto', tone: 'warn' },
  'deadline-passed': { title: 'The answer took too long', advice: 'The server gave up on the picture. It may be less busy now.', retry: 'manual', tone: 'warn' },
};

/** By status, for answers of something else than this server: a proxy, or a later version. A detail is shown instead of the advice. */
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
  504: { title: 'The answer took too long', advice: 'The server gave up on the picture. It may be less busy now.', retry: 'manual', tone: 'warn' },
};

/**
 * Puts a failure into words.
 *
 * @param failure what api.js answered
 * @param {{size: string, state: string}} around the picture's size in words, and what the node says of its health
 * @returns {{title: string, detail?: string, advice?: string, retry?: string, tone: string, meta: string, kind?: string}}
 */
export function explain(failure, around) {
  const words = failure.kind === 'problem' ? ofProblem(failure) : ofKind(failure.kind, around);
  return { tone: 'bad', meta: metaOf(failure), ...words };
}

/** The kind of a problem, as the keys above have it; undefined for what is none of this server's. */
export const kindOf = ({ type }) => type?.split(':').pop();

function ofProblem({ status, type, title, detail }) {
  const ours = BY_KIND[kindOf({ type })];
  if (ours) {
    return { ...ours, detail: ours.detail ? detail : undefined };
  }
  if (BY_STATUS[status]) {
    const { advice, ...words } = BY_STATUS[status];
    return detail ? { ...words, detail } : { ...words, advice };
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
