import { z } from 'zod';
import { ReconciliationRequest } from './reconciliation-request.ts';

/** @returns why a worker could not work on this event: undefined if it could. */
export const findRequestFault = (event: unknown): string | undefined => {
  const { data, error } = ReconciliationRequest.safeParse(event);
  if (!data) return z.prettifyError(error);
  const { fromDate, toDate, calls, callCount } = data.payload;
  if (fromDate >= toDate) return `fromDate is ${fromDate}; expected a time before toDate, ${toDate}`;
  if (calls.length !== callCount)
    return `callCount is ${callCount}; expected the number of calls, ${calls.length}`;
  return undefined;
};
