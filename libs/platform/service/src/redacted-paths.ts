/** Fields that are hidden in every log line: credentials, and data that identifies the caller. */
const keys = [
  'apiKey',
  'api_key',
  'x-api-key',
  'X-API-Key',
  'authorization',
  'Authorization',
  'headers',
  'cookie',
  'token',
  'accessToken',
  'access_token',
  'password',
  'secret',
  'clientSecret',
  'client_secret',
  'originUri',
  'origin_uri',
  'destinationUri',
  'destination_uri',
  'phone',
  'phoneNumber',
  'ani',
  'dnis',
  'customerId',
  'customer_id',
];

/** pino's wildcard matches one level, and each deeper level costs time on every line. */
const DEPTHS = [0, 1, 2];

const segment = (key: string): string => (/^\w+$/.test(key) ? key : `["${key}"]`);

const pathAt = (depth: number, key: string): string =>
  [...Array<string>(depth).fill('*'), segment(key)].join('.').replaceAll('.[', '[');

/** Paths for pino's `redact`: each key at the top of a line and up to two objects or arrays down. */
export const redactedPaths: string[] = DEPTHS.flatMap((depth) => keys.map((key) => pathAt(depth, key)));
