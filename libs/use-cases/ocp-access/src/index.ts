export { holdRefused } from './hold-refused.ts';
export { limitParallel } from './limit-parallel.ts';
export { makeOcpAccess } from './make-ocp-access.ts';
export type { ChangeBudget, OcpAccessDeps } from './ocp-access-deps.ts';
export { protectListed } from './protect-listed.ts';
export { makeWatchCredentials } from './watch-credentials.ts';
