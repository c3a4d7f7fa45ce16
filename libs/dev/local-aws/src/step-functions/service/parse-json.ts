import { makeServiceError } from './service-error.ts';

/** Bytes of an input or an output. */
const MAX_BYTES = 262_144;

/** @throws an error of the service, by the given name, if `text` is no JSON or too long. */
export const parseJson = (text: string, errorName: string): unknown => {
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw makeServiceError('ValidationException', `a value has over ${MAX_BYTES} bytes`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw makeServiceError(errorName, (error as Error).message);
  }
};
