import { OcpContractError } from '@recordings/reconciliation';
import { judgeStart } from './text-page.ts';

/**
 * Gives the bytes of a recording as they come, but holds back the first ones until they are known to be no message.
 *
 * @throws {OcpContractError} from the body, before its first byte is given, if it is a page or a message.
 */
export const refuseTextPage = async function* (
  body: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of body) {
    if (held === undefined) {
      yield chunk;
      continue;
    }
    held = Buffer.concat([held, chunk]);
    if (!isRecording(contentType, held, false)) continue;
    yield held;
    held = undefined;
  }
  if (held !== undefined && isRecording(contentType, held, true) && held.length > 0) yield held;
};

/** @returns false if more bytes are needed. */
const isRecording = (contentType: string | undefined, start: Uint8Array, isAll: boolean): boolean => {
  const judgement = judgeStart(contentType, start, isAll);
  if (judgement === 'page') {
    const type = contentType ?? 'no type';
    throw new OcpContractError(`OCP recordingFile: expected a recording, got text of type ${type}`);
  }
  return judgement === 'recording';
};
