import { makeCallStore } from '@recordings/dynamodb-stores';

/** A core lib that imports an adapter. `npm test` fails unless lint refuses this line. */
export const forbidden = makeCallStore;
