import { z } from 'zod';

/** What a finished job has. `zip`: the form of the requirement documents, one archive at `downloadUrl`. */
export const ExportForm = z.enum(['listing', 'zip']);
export type ExportForm = z.infer<typeof ExportForm>;
