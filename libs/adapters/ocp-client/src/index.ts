export { credentialFacts } from './auth/facts-of.ts';
export type { OcpCredentials } from './auth/ocp-auth.ts';
export { parseOcpCredentials } from './auth/parse-credentials.ts';
export { makePostCallback } from './callback/make-post-callback.ts';
export { credentialsMark } from './credentials-mark.ts';
export { makeOcpClients } from './make-ocp-clients.ts';
export { breakerRulesOf, checkOcpConfig, ocpConfig, ocpHostOf, requestBudgetOf } from './ocp-config.ts';
export { requireCredentials } from './require-credentials.ts';
