import { synthesize } from './synthesize.ts';

synthesize(process.argv.slice(2), process.env);
