import { makePartBuffer } from './part-buffer.ts';

/** Sends what is pushed in parts of one size, one at a time, while the next one fills. */
export type PartSender = {
  /**
   * Takes a copy of `chunk`; waits while both parts are full.
   *
   * @throws what sending a part threw, also an earlier one.
   */
  push(chunk: Uint8Array): Promise<void>;
  /** Sends the rest and waits until all is sent. Nothing at all is sent as one empty part: S3 wants one. */
  end(): Promise<void>;
  /** Waits until no part is on its way, sent or failed. */
  settled(): Promise<void>;
};

export const makePartSender = (
  partSizeBytes: number,
  sendPart: (body: Uint8Array) => Promise<void>,
): PartSender => {
  const buffer = makePartBuffer(partSizeBytes);
  let sending = Promise.resolve();
  let isFirst = true;

  const send = async (): Promise<void> => {
    await sending;
    isFirst = false;
    sending = sendPart(buffer.take());
    sending.catch(() => undefined); // The next wait for `sending` throws it.
  };

  return {
    push: async (chunk) => {
      for (let offset = 0; offset < chunk.length; ) {
        offset += buffer.fill(chunk.subarray(offset));
        if (buffer.isFull()) await send();
      }
    },
    end: async () => {
      if (isFirst || !buffer.isEmpty()) await send();
      await sending;
    },
    settled: () => sending.catch(() => undefined),
  };
};
