export { type AwsClientConfig, type AwsClients, makeAwsClients } from './aws-clients.ts';
export { type ProvisionOptions, provision, type TopicArns } from './provision.ts';
export { provisionStateMachine } from './provision-state-machine.ts';
export { type LocalAws, startLocalAws } from './start-local-aws.ts';
export {
  type ProvisionedAws,
  type ProvisionedAwsOptions,
  startProvisionedAws,
} from './start-provisioned-aws.ts';
export type { StatusChange, StatusChangeRule } from './step-functions/service/status-changes.ts';
