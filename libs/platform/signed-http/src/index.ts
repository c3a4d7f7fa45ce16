export { makeSignedHttp } from './make-signed-http.ts';
