import { measureMemoryOf } from '../measure-memory.ts';
import { startApiOn } from '../start-api.ts';
import { makeEventRequests, makeFormRequest, makePutRequest } from './make-requests.ts';
import { type Contestant, measureRound, medianRound, type Round } from './measure-round.ts';
import { pinProcess } from './pin-process.ts';
import { type NullAws, startNullAws } from './sinks/start-null-aws.ts';
import { type Server, startPeer } from './start-peer.ts';
import { summarize, toRows } from './summarize.ts';

/** `core` of the server; the clients and AWS have the other. */
const CORE = { server: 0, clients: 1 };
const CLIENTS = 32;
/** V8 optimises the code of a contestant within its first thousand recordings. */
const WARM_UP_SECONDS = 5;
const LARGE_MB = 100;
const LATE_MS = 50;

export type IngestOptions = {
  readonly rounds: number;
  readonly seconds: number;
  /** Names of the contestants; all if it is empty. */
  readonly only: readonly string[];
  /** Whether the memory of large uploads is measured too. */
  readonly memory: boolean;
};

/** Compares ingestion-api with its peers: in turns, on one core, against an AWS that costs next to nothing. */
export const benchIngest = async (options: IngestOptions) => {
  await pinProcess(process.pid, CORE.clients);
  const aws = await startNullAws();
  const api = await startApiOn(placeOf(aws));
  const servers: Server[] = [api];
  try {
    const contestants = await startContestants(aws, api, servers, options.only);
    for (const { pid } of servers) await pinProcess(pid, CORE.server);
    const medians = await measureInTurns(aws, contestants, options);
    const memory = options.memory ? await measureLarge(aws) : {};
    return { rows: toRows(medians), figures: { ...summarize(medians), ...memory } };
  } finally {
    for (const server of servers) await server.stop();
    await aws.stop();
  }
};

const placeOf = ({ environment }: NullAws) => ({
  environment,
  prefix: 'bench',
  topicArn: 'arn:aws:sns:eu-west-1:000000000000:bench-recording-events',
});

const startContestants = async (
  { environment }: NullAws,
  api: Server,
  servers: Server[],
  only: readonly string[],
): Promise<Contestant[]> => {
  const isWanted = (name: string): boolean => only.length === 0 || only.includes(name);
  const contestants: Contestant[] = [];
  for (const name of ['discarding', 'multer-s3', 'lib-storage', 'same-job', 'sdk-events'].filter(isWanted)) {
    const { url, pid, stop } = await startPeer(name, environment);
    servers.push({ url, pid, stop });
    const makeRequest = name === 'sdk-events' ? makeEventRequests() : makeFormRequest;
    contestants.push({ name, url, pid, makeRequest });
  }
  const { url, pid } = api;
  const ours = {
    'ours-form': makeFormRequest,
    'ours-put': makePutRequest,
    'ours-events': makeEventRequests(),
  };
  for (const [name, makeRequest] of Object.entries(ours)) {
    if (isWanted(name)) contestants.push({ name, url, pid, makeRequest });
  }
  return contestants;
};

const measureInTurns = async (
  aws: NullAws,
  contestants: readonly Contestant[],
  { rounds, seconds }: IngestOptions,
): Promise<ReadonlyMap<string, Round>> => {
  for (const contestant of contestants) await measureRound(contestant, CLIENTS, WARM_UP_SECONDS);
  const measured = new Map<string, Round[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    console.error(`round ${round} of ${rounds}`);
    for (const contestant of contestants) {
      aws.clear();
      measured.get(contestant.name)!.push(await measureRound(contestant, CLIENTS, seconds));
    }
  }
  return new Map([...measured].map(([name, list]) => [name, medianRound(list)]));
};

/** Each figure is of a new process: what a process has once taken, it takes no more. */
const measureLarge = async (aws: NullAws) => {
  console.error(`measuring the memory of ${CLIENTS} x ${LARGE_MB} MB, twice`);
  const rssPerUploadMB = await measureGrowth(aws);
  aws.delayS3(LATE_MS);
  return { rssPerUploadMB, rssPerUploadLateMB: await measureGrowth(aws) };
};

const measureGrowth = async (aws: NullAws): Promise<number> => {
  const api = await startApiOn(placeOf(aws));
  try {
    return (await measureMemoryOf(api, LARGE_MB, CLIENTS)).growthPerUploadMB;
  } finally {
    await api.stop();
  }
};
