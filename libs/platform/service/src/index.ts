export { booleanFromEnv, integerFromEnv, jsonFromEnv, listFromEnv } from './env-variables.ts';
export { commonConfig, storingConfig } from './common-config.ts';
export { ConfigurationError } from './configuration-error.ts';
export { describeVariables, type Variable } from './describe-variables.ts';
export { loadConfig } from './load-config.ts';
export { loadRegistry } from './load-registry.ts';
export { makeLogger, type Logger, type LoggerOptions } from './make-logger.ts';
export { makeMetrics, type Metrics } from './make-metrics.ts';
export { makeNote, type NoteRule, type NoteTable } from './make-note.ts';
export {
  makeOperationsServer,
  type OperationsServer,
  type OperationsServerOptions,
} from './make-operations-server.ts';
export { observeOcpRequests, type OcpRequestSample } from './observe-ocp-requests.ts';
export { pollCheck } from './poll-check.ts';
export {
  registerOperations,
  type OperationsDeps,
  type ReadyCheck,
  type ReadyChecks,
} from './register-operations.ts';
export { runPeriodically, type PeriodicRun } from './run-periodically.ts';
export { runUntilSignal, type Running, type RunUntilSignalOptions } from './run-until-signal.ts';
export { mayRead, mayWrite, requireScope, soleTenantOf } from './auth/authenticate.ts';
export { type Credential, Credentials } from './auth/credentials.ts';
