import { join } from 'node:path';
import type { Orchestrator } from '@recordings/call-record';
import { type ProvisionedAws, provision, provisionStateMachine } from '@recordings/local-aws';
import { type ServiceProcess, startGate, type TestServer } from '@recordings/test-kit';
import type { Service } from '../points/crash-point.ts';
import { makeWatch, type Watch } from '../points/make-watch.ts';
import { nameRequest, type Upstream } from '../points/name-request.ts';
import { type StoryOcp, startStoryOcp } from '../story/start-story-ocp.ts';
import { laneSettings, OCP_KEY, type Settings, UNSCHEDULED } from './lane-settings.ts';
import { makeStaff, type Staff } from './make-staff.ts';
import { runLogged } from './processes.ts';

/** Tables, queues, topics and buckets of their own, an OCP, and a process of each service. */
export type Lane = Omit<Staff, 'mortal' | 'kill'> & {
  readonly prefix: string;
  readonly ocp: StoryOcp;
  /** Where OCP is, for the services. */
  readonly ocpUrl: string;
  readonly watch: Watch;
  readonly orchestrator: Orchestrator;
  stop(): Promise<void>;
};

export type LaneInput = {
  readonly local: ProvisionedAws;
  /** From 3 to 20 lower-case letters, digits and dashes. No other lane has it. */
  readonly prefix: string;
  readonly linesOfBusiness: readonly string[];
  readonly registryFile: string;
  readonly logDir: string;
  readonly orchestrator: Orchestrator;
};

export const startLane = async (input: LaneInput): Promise<Lane> => {
  const { local, prefix, linesOfBusiness } = input;
  const { environment: aws } = local.aws;
  const { topicArns } = await provision(local.clients, { prefix, linesOfBusiness });
  const stateMachineArn = await provisionStateMachine({ ...local, prefix });
  const ocp = await startStoryOcp(OCP_KEY);
  const watch = makeWatch();
  const gates = await startGates({ ...aws, OCP: ocp.url }, watch, { prefix, mortal: () => staff.mortal() });
  const settings = laneSettings({ ...input, topicArns, stateMachineArn, aws, ocpUrl: gates.ocp.url });
  const run = (name: Service, added: Settings): ServiceProcess =>
    runLogged(name, { ...settings[name], ...added }, join(input.logDir, `${prefix}-${name}.log`));
  const staff = makeStaff({
    startOther: (name) => run(name, name === 'pooler' ? UNSCHEDULED : {}),
    startMortal: (name) => run(name, gatesOf(gates)),
  });
  return {
    ...staff,
    prefix,
    ocp,
    ocpUrl: gates.ocp.url,
    watch,
    orchestrator: input.orchestrator,
    stop: async () => {
      await staff.kill();
      await Promise.all([...Object.values(gates), ocp].map((server) => server.stop()));
    },
  };
};

type Gates = Readonly<Record<Upstream, TestServer>>;

const startGates = async (
  targets: Settings,
  watch: Watch,
  { prefix, mortal }: { readonly prefix: string; readonly mortal: () => Service | undefined },
): Promise<Gates> => {
  const gateOf = (upstream: Upstream, target: string): Promise<TestServer> =>
    startGate(target, (request) => {
      const kind = nameRequest(upstream, request, prefix);
      return upstream === 'ocp' && askerOf(kind) !== mortal() ? () => true : watch.see(kind);
    });
  return {
    dynamodb: await gateOf('dynamodb', targets['AWS_ENDPOINT_URL_DYNAMODB']!),
    sqs: await gateOf('sqs', targets['AWS_ENDPOINT_URL_SQS']!),
    sns: await gateOf('sns', targets['AWS_ENDPOINT_URL_SNS']!),
    s3: await gateOf('s3', targets['AWS_ENDPOINT_URL_S3']!),
    sfn: await gateOf('sfn', targets['AWS_ENDPOINT_URL_SFN']!),
    ocp: await gateOf('ocp', targets['OCP']!),
  };
};

const askerOf = (kind: string): Service => (kind === 'ocp download' ? 'downloader' : 'reconciler-worker');

/** All services reach OCP by its gate, because its host names the slots and the budget. */
const gatesOf = ({ dynamodb, sqs, sns, s3, sfn }: Gates): Settings => ({
  AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
  AWS_ENDPOINT_URL_SQS: sqs.url,
  AWS_ENDPOINT_URL_SNS: sns.url,
  AWS_ENDPOINT_URL_S3: s3.url,
  AWS_ENDPOINT_URL_SFN: sfn.url,
});
