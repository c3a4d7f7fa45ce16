import { z } from 'zod';

/** Characters. An item of a call has room for 400 KB, and a window keeps the metadata of each of its calls. */
const MAX_TEXT_CHARACTERS = 128;

const number = z.number().nonnegative().optional().catch(undefined);
const text = z.string().min(1).max(MAX_TEXT_CHARACTERS).optional().catch(undefined);

/** What OCP's export says of a recording, as it says it. A field of another kind, or too long, is left out. */
export const OcpMetadata = z.object({
  /** Seconds. */
  duration: number,
  channels: number,
  /** Hertz. */
  sampleRate: number,
  format: text,
  agentId: text,
  queueName: text,
});
export type OcpMetadata = z.infer<typeof OcpMetadata>;
