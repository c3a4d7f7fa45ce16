import { makeCallStore } from '@recordings/call-store';

/** A core lib that imports an adapter. `npm test` fails unless lint refuses this line. */
export const forbidden = makeCallStore;
