import { OcpContractError } from '@recordings/reconciliation';
import { z } from 'zod';
import { type OcpResponse, readText } from './ocp-response.ts';
import { parseLosslessJson } from './parse-lossless-json.ts';

/** Characters. A listing can be wrong in thousands of places. */
const MAX_FAULTS_CHARACTERS = 500;

/**
 * Reads a JSON answer; unknown fields are ignored.
 *
 * @throws {OcpContractError} saying what was expected, if the body is not JSON or does not fit the schema.
 */
export const readAnswer = async <S extends z.ZodType>(
  operation: string,
  schema: S,
  response: OcpResponse,
): Promise<z.infer<S>> => {
  const text = await readText(operation, response);
  const json = parseLosslessJson(text);
  if (json === undefined) {
    throw new OcpContractError(
      `OCP ${operation}: expected JSON, got ${text.length} characters of something else`,
    );
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = z.prettifyError(parsed.error).slice(0, MAX_FAULTS_CHARACTERS);
  throw new OcpContractError(`OCP ${operation}: unexpected answer\n${faults}`);
};
