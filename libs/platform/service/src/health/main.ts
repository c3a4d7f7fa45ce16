import { checkOwnHealth } from './check-own-health.ts';

process.exit(await checkOwnHealth(process.env));
