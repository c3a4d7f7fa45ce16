export { makeOcpClients } from './make-ocp-clients.ts';
export { ocpConfig, requestBudgetOf } from './ocp-config.ts';
