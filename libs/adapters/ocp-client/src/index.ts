export { makeOcpClients } from './make-ocp-clients.ts';
export { checkOcpConfig, ocpConfig, ocpHostOf, requestBudgetOf } from './ocp-config.ts';
