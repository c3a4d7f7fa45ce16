import { AbsentCall } from '@recordings/call-questions';
import { csvLine } from './write-csv.ts';

/** How a register is written, row by row, so that memory does not grow with it. */
export type RegisterFormat = {
  readonly begin: string;
  readonly row: (call: AbsentCall, isFirst: boolean) => string;
  readonly end: string;
};

/** Stable: a new column comes last. */
const COLUMNS = Object.keys(AbsentCall.shape) as (keyof AbsentCall)[];

export const registerFormats = {
  csv: {
    begin: csvLine(COLUMNS),
    row: (call) => csvLine(COLUMNS.map((column) => call[column])),
    end: '',
  },
  /** One array, a call a line. */
  json: {
    begin: '[',
    row: (call, isFirst) => `${isFirst ? '' : ','}\n${JSON.stringify(call)}`,
    end: '\n]\n',
  },
} as const satisfies Record<string, RegisterFormat>;
export type FormatName = keyof typeof registerFormats;
