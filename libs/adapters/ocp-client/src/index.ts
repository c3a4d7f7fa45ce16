export type { BreakerLimits, BreakerState } from './breaker.ts';
export {
  OcpAnswerError,
  OcpBreakerOpenError,
  OcpContractError,
  OcpCredentialsError,
  OcpExpiredError,
  OcpForbiddenHostError,
  OcpNotFoundError,
  OcpNotReadyError,
  OcpRequestRejectedError,
  OcpThrottledError,
  OcpTimeoutError,
  OcpTruncatedError,
  OcpUnavailableError,
} from './errors.ts';
export type { OcpRequestSample } from './exchange.ts';
export { makeOcpClient, type OcpClientDeps } from './make-ocp-client.ts';
export type {
  CreateJobRequest,
  CreateJobResult,
  JobStatus,
  JobStatusName,
  OcpClient,
  OcpDownload,
  OcpJob,
  OcpRecording,
} from './ocp-client.ts';
export { DEFAULT_OCP_PATHS, type OcpAuth, type OcpEndpoint, type OcpPaths } from './ocp-endpoint.ts';
export { makeOcpClients } from './make-ocp-clients.ts';
export { type OcpConfig, ocpConfig } from './ocp-config.ts';
