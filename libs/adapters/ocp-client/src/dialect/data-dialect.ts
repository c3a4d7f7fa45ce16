import type { ExportApi } from '@recordings/call-record';
import type { Dialect } from './dialect.ts';
import { firstPageOf, nextPageOf } from './next-page.ts';
import { isCdrRow, readCdrRow, readCdrRows } from './read-cdrs.ts';
import { readKeptId } from './read-field.ts';
import { readCreated, readJobs, readStatus } from './read-jobs.ts';
import { readNamed, readRow } from './read-listing.ts';
import { readRows } from './read-rows.ts';
import { sendValues } from './send-values.ts';

/** The dialect that does what the export profile says. */
export const makeDataDialect = (api: ExportApi): Dialect => {
  const { createJob, jobRecordings: listing, cdrs } = api;
  return {
    requestOf: (operation, values) => sendValues(api[operation], values),
    readCreated: (answer) => readCreated(createJob, answer),
    readBusy: (answer) => {
      const runningJobId = readKeptId(createJob.runningJobId, answer);
      return runningJobId === undefined ? {} : { runningJobId };
    },
    readStatus: (answer) => readStatus(api, answer),
    readJobs: (answer) => readJobs(api, answer),
    firstPage: firstPageOf(listing.paging),
    readPage: (answer, position) => {
      const listed = readRows('jobRecordings', 'a list of recordings', listing.rows, answer);
      const [cdrRows, recordingRows] = divide(listed, (row) => isCdrRow(cdrs, row));
      const others = readCdrRows(api, answer);
      const rows = [...listed, ...others];
      return {
        entries: [...recordingRows.map((row) => readRow(listing, row)), ...readNamed(listing, answer)],
        cdrs: [...cdrRows, ...others].map((row) => readCdrRow(cdrs, row)),
        rows,
        ...nextPageOf(listing.paging, answer, rows.length, position),
      };
    },
  };
};

const divide = <T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [T[], T[]] => [
  all.filter(isFirst),
  all.filter((one) => !isFirst(one)),
];
