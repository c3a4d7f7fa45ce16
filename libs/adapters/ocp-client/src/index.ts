export { makeOcpClients } from './make-ocp-clients.ts';
export { breakerRulesOf, checkOcpConfig, ocpConfig, ocpHostOf, requestBudgetOf } from './ocp-config.ts';
export { requireCredentials } from './require-credentials.ts';
