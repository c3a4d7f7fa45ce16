export type { BreakerLimits } from './breaker.ts';
export type { OcpRequestSample } from './exchange.ts';
export { makeOcpClient, type OcpClientDeps } from './make-ocp-client.ts';
export { DEFAULT_OCP_PATHS, type OcpAuth, type OcpEndpoint, type OcpPaths } from './ocp-endpoint.ts';
export { makeOcpClients } from './make-ocp-clients.ts';
export { type OcpConfig, ocpConfig, requestBudgetOf } from './ocp-config.ts';
