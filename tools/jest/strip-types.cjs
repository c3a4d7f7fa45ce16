const { createHash } = require('node:crypto');
const { stripTypeScriptTypes } = require('node:module');

/** Jest transform: types become blanks, so that line and column numbers stay as they are. */
module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
  getCacheKey: (source) => createHash('sha1').update(source).digest('hex'),
};
