import type { ExportApi } from '@recordings/call-record';
import { makeDataDialect } from './data-dialect.ts';
import type { Dialect } from './dialect.ts';

/** A dialect that data cannot say is one more file, its name here and in `DIALECTS` of the registry's schema. */
const dialects: Readonly<Record<ExportApi['dialect'], (api: ExportApi) => Dialect>> = {
  data: makeDataDialect,
};

export const makeDialect = (api: ExportApi): Dialect => dialects[api.dialect](api);
