import type { Registry } from '@recordings/call-record';
import { type Check, fault } from '../check.ts';

/** Whether the services could use the registry. */
export const checkRegistry = (address: string, load: () => Promise<Registry>): Check => ({
  name: 'registry',
  run: async () => {
    try {
      const { groups, tenants, linesOfBusiness } = await load();
      const looked = `${address}: groups ${groups.length}, tenants ${tenants.length}, lines of business ${linesOfBusiness.length}`;
      return { looked, findings: [] };
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      const fix = `correct it there and look again: \`npm run ops -- registry check ${address}\`. The services go on with the last good one`;
      return { looked: address, findings: [fault(what, fix)] };
    }
  },
});
