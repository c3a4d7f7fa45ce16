import type { ExportApi } from '@recordings/call-record';
import { OcpContractError } from '@recordings/reconciliation';
import { type OcpResponse, readText } from './ocp-response.ts';
import { parseLosslessJson } from './parse-lossless-json.ts';
import { meaningOf, refusalByMeaning } from './refusal-meaning.ts';

/**
 * Reads a JSON answer.
 *
 * @throws {OcpContractError} if the body is not JSON.
 * @throws the error of what OCP means, if the answer has an error code that the export profile names.
 */
export const readAnswer = async (
  operation: string,
  refusals: ExportApi['refusals'],
  response: OcpResponse,
): Promise<unknown> => {
  const text = await readText(operation, response);
  const answer = parseLosslessJson(text);
  if (answer === undefined) {
    throw new OcpContractError(
      `OCP ${operation}: expected JSON, got ${text.length} characters of something else`,
    );
  }
  const meaning = meaningOf(answer, refusals);
  if (meaning === undefined) return answer;
  const message = `OCP ${operation}: the answer has an error code that means ${meaning}`;
  throw refusalByMeaning(meaning, { operation, message, answer });
};
