import { epochMsOf, type Timestamp } from '@recordings/call-record';
import { ocpHostOf } from '@recordings/ocp-client';
import { type Finding, unchecked } from '../../doctor/check.ts';
import { explainFault } from '../../doctor/explain-fault.ts';
import type { Ops } from '../../ops.ts';
import { readExports } from './exports/read-exports.ts';
import { findLastExecution } from './find-last-execution.ts';
import { findSilent } from './find-silent.ts';
import { makePartReader, type PartReader } from './part-reader.ts';
import { readQueues } from './read-queues.ts';
import { readRequests } from './requests/read-requests.ts';
import { makeFindSign } from './services/make-find-sign.ts';
import { type FindSign, readServices } from './services/read-services.ts';
import type { Status } from './status.ts';
import { sumCompleteness } from './sum-completeness.ts';
import { sumPending } from './sum-pending.ts';

/** Reads all parts at the same time. One that cannot be read does not hide the others. */
export const readStatus = async (ops: Ops, now: Timestamp): Promise<Status> => {
  const config = ops.config();
  const stores = ops.stores();
  const place = { isLocal: ops.isLocal, prefix: config.RESOURCE_PREFIX };
  const explain = (error: unknown): Finding => explainFault(error, place);
  const parts = makePartReader(explain);
  const { read } = parts;
  const lastExecution = read('lastExecution', () => findLastExecution(stores));
  const findSign = makeFindSign({ config, stores, open: ops.open, lastExecution: () => lastExecution }, now);
  const [days, pending, silent, queues, ocp, services] = await Promise.all([
    read('days', async () => sumCompleteness(await ops.open(), now)),
    read('pending', () => sumPending({ stores }, now)),
    read('silent', async () => findSilent(await ops.open())),
    read('queues', () => readQueues({ config })),
    readOcp(ops, parts, now),
    readServices(config.SERVICE_HEALTH_URLS, signOrReason(findSign, parts, explain)),
  ]);
  const { notShown } = parts;
  return {
    at: now,
    days,
    pending,
    silent,
    ...ocp,
    queues,
    lastExecution: await lastExecution,
    services,
    notShown,
  };
};

const FIX = 'set it as the workers have it: docs/operations.md';

/** What is kept by the host of OCP. */
const readOcp = async (
  ops: Ops,
  { read, leaveOut }: PartReader,
  now: Timestamp,
): Promise<Pick<Status, 'exports' | 'requests'>> => {
  const config = ops.config();
  const { OCP_BASE_URL } = config;
  if (OCP_BASE_URL === undefined) {
    for (const part of ['exports', 'requests'] as const)
      leaveOut(part, unchecked('OCP_BASE_URL is not set', FIX));
    return {};
  }
  const [exports, requests] = await Promise.all([
    read('exports', async () => readExports(await ops.open(), ocpHostOf({ OCP_BASE_URL }), now)),
    read('requests', () => readRequests({ ...config, OCP_BASE_URL }, ops.stores(), epochMsOf(now))),
  ]);
  return { exports, requests };
};

/** A service whose signs cannot be read does not hide the others. */
const signOrReason =
  (findSign: FindSign, { leaveOut }: PartReader, explain: (error: unknown) => Finding): FindSign =>
  (service) =>
    findSign(service).catch((error: unknown) => {
      leaveOut('services', explain(error));
      return 'unreadable';
    });
