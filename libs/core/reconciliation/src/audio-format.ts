import { z } from 'zod';

/** The formats that an export can be asked for. */
export const AudioFormat = z.enum(['wav', 'mp3']);
export type AudioFormat = z.infer<typeof AudioFormat>;
