import { makeCallStore } from '@recordings/dynamodb-stores';
import type { ProvisionedAws } from '@recordings/local-aws';
import {
  bucketNames,
  physicalName,
  quarantineBucket,
  reconciliationIndex,
  recordingsBucket,
  tables,
  UNASSIGNED_LINE_OF_BUSINESS,
} from '@recordings/topology';
import type { StackOptions } from '../options.ts';
import type { TrueCall } from '../play/simulator-control.ts';
import type { RunFolder } from '../services/run-folder.ts';
import { type CountLedgerDeps, countLedger, type Ledger, listObjects } from './count-ledger.ts';
import { tamper } from './tamper.ts';

export type DayPlace = {
  readonly aws: Pick<ProvisionedAws, 'clients' | 'prefix'>;
  readonly folder: Pick<RunFolder, 'registry'>;
};

export type DrawUpLedgerInput = DayPlace & {
  readonly options: Pick<StackOptions, 'fault'>;
  readonly truth: () => Promise<readonly TrueCall[]>;
  /** From `objectsSoFar`, where other days were played before. */
  readonly before?: ReadonlySet<string>;
};

/** Counts the ledger; with the fault `tamper`, after it changed one stored object. */
export const drawUpLedger = async (input: DrawUpLedgerInput): Promise<Ledger> => {
  const deps = { ...ledgerDeps(input), ...(input.before && { before: input.before }) };
  const truth = await input.truth();
  const ledger = await countLedger(deps, truth);
  const [victim] = ledger.stored;
  if (!input.options.fault.includes('tamper') || victim === undefined) return ledger;
  await tamper(deps.s3, victim);
  return countLedger(deps, truth);
};

/** The names of all recordings and quarantined objects there are. */
export const objectsSoFar = async (place: DayPlace): Promise<ReadonlySet<string>> => {
  const { s3, recordingBuckets, quarantineBucket } = ledgerDeps(place);
  return new Set(await listObjects(s3, [...recordingBuckets, quarantineBucket]));
};

const ledgerDeps = ({ aws, folder: { registry } }: DayPlace): CountLedgerDeps => {
  const named = (name: string): string => physicalName(aws.prefix, name);
  const calls = makeCallStore({
    dynamodb: aws.clients.dynamodb,
    table: named(tables.callRecords.name),
    reconciliationIndex: reconciliationIndex.name,
    announce: () => Promise.reject(new Error('the ledger changes no call')),
  });
  const lines = [...registry.linesOfBusiness, UNASSIGNED_LINE_OF_BUSINESS];
  return {
    getCall: calls.get,
    s3: aws.clients.s3,
    recordingBuckets: bucketNames(registry.linesOfBusiness)
      .filter((name) => lines.some((line) => name === recordingsBucket(line)))
      .map(named),
    quarantineBucket: named(quarantineBucket),
    registry,
  };
};
