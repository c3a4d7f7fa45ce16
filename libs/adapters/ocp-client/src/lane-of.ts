import type { Lane } from '@recordings/reconciliation';
import type { OcpRequest } from './exchange.ts';

/** The name of requests for pages of CDRs. */
export const CDR_PAGE = 'jobCdrs';

/** CDRs leave in the lane of downloads: the control of a live recovery goes first. */
const DOWNLOADS: ReadonlySet<string | undefined> = new Set(['recordingFile', 'cdrFile', CDR_PAGE]);

export const laneOf = ({
  operation,
  countedAs,
}: Pick<OcpRequest<unknown>, 'operation' | 'countedAs'>): Lane =>
  DOWNLOADS.has(operation) || DOWNLOADS.has(countedAs) ? 'download' : 'control';
