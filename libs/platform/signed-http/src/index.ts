export { makeHotPath } from './make-hot-path.ts';
export { makeSignedHttp } from './make-signed-http.ts';
