import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  newestExecutionsIndex,
  physicalName,
  reconciliationIndex,
  recountIndex,
  statusIndex,
  tables,
  tenantCallsIndex,
} from '@recordings/topology';
import { makeReadCallPage, type ReadCallPage } from './call-pages.ts';
import { type Announce, type CallStore, type CallStoreDeps, makeCallStore } from './call-store.ts';
import { type CoordinationStore, makeCoordinationStore } from './coordination-store.ts';
import { type CredentialUseStore, makeCredentialUseStore } from './credential-use-store.ts';
import { type ExecutionStore, makeExecutionStore } from './execution-store.ts';
import { type ExportGroupStore, makeExportGroupStore } from './export-group-store.ts';
import { type FinalCallPages, makeFinalCallPages } from './final-call-pages.ts';
import { type FindExistingCalls, makeFindExistingCalls } from './find-existing-calls.ts';
import { type FindListableCalls, makeFindListableCalls } from './find-listable-calls.ts';
import { type FindOcpMetadata, makeFindOcpMetadata } from './find-ocp-metadata.ts';
import { type HourCountStore, makeHourCountStore } from './hour-count-store.ts';
import { type MoveJobStore, makeMoveJobStore } from './move-job-store.ts';
import { makeReadHistories, type ReadHistories } from './read-histories.ts';
import { makeReconciliationStore, type ReconciliationStore } from './reconciliation-store.ts';
import { makeRederivationStore, type RederivationStore } from './rederivation-store.ts';
import { makeScanCalls, type ScanCalls } from './scan-calls.ts';
import { makeSweepStore, type SweepStore } from './sweep-store.ts';

export type Stores = {
  readonly calls: CallStore;
  readonly readCallPage: ReadCallPage;
  readonly findListableCalls: FindListableCalls;
  readonly findExistingCalls: FindExistingCalls;
  readonly findOcpMetadata: FindOcpMetadata;
  readonly finalCallPages: FinalCallPages;
  readonly readHistories: ReadHistories;
  readonly hourCounts: HourCountStore;
  readonly reconciliations: ReconciliationStore;
  readonly exportGroups: ExportGroupStore;
  readonly coordination: CoordinationStore;
  readonly credentialUses: CredentialUseStore;
  readonly rederivations: RederivationStore;
  readonly sweeps: SweepStore;
  readonly executions: ExecutionStore;
  readonly scanCalls: ScanCalls;
  readonly moveJobs: MoveJobStore;
};

/** How call records are read and written. Default: by the SDK, one by one, with a read before each change. */
export type CallAccess = Pick<CallStoreDeps, 'signedHttp' | 'recentBytes' | 'joinsWrites'>;

/** Every store of one environment, on the tables of the topology. It sends no request: the first use of a store does. */
export const makeStores = (
  dynamodb: DynamoDBClient,
  prefix: string,
  announce: Announce,
  callAccess: CallAccess = {},
): Stores => {
  const at = (table: { readonly name: string }) => ({ dynamodb, table: physicalName(prefix, table.name) });
  const callRecords = at(tables.callRecords);
  const tenantCalls = { ...callRecords, tenantCallsIndex: tenantCallsIndex.name };
  return {
    calls: makeCallStore({
      ...callRecords,
      reconciliationIndex: reconciliationIndex.name,
      announce,
      ...callAccess,
    }),
    findListableCalls: makeFindListableCalls(tenantCalls),
    readCallPage: makeReadCallPage(tenantCalls),
    findExistingCalls: makeFindExistingCalls(callRecords),
    findOcpMetadata: makeFindOcpMetadata(callRecords),
    finalCallPages: makeFinalCallPages(tenantCalls),
    readHistories: makeReadHistories(callRecords),
    hourCounts: makeHourCountStore({
      ...at(tables.hourCounts),
      recountIndex: recountIndex.name,
    }),
    reconciliations: makeReconciliationStore({
      ...at(tables.reconciliations),
      statusIndex: statusIndex.name,
    }),
    executions: makeExecutionStore({ ...at(tables.executions), newestIndex: newestExecutionsIndex.name }),
    exportGroups: makeExportGroupStore(at(tables.exportGroups)),
    coordination: makeCoordinationStore(at(tables.coordination)),
    credentialUses: makeCredentialUseStore(at(tables.coordination)),
    rederivations: makeRederivationStore(at(tables.coordination)),
    sweeps: makeSweepStore(at(tables.coordination)),
    scanCalls: makeScanCalls(tenantCalls),
    moveJobs: makeMoveJobStore(at(tables.coordination)),
  };
};
