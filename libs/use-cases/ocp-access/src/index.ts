export { makeOcpAccess, type OcpAccess } from './make-ocp-access.ts';
export type { ChangeBudget, OcpAccessDeps } from './ocp-access-deps.ts';
