import { awsPrices } from './aws-prices.ts';
import { countedRequests } from './counted-requests.ts';
import { rounded, sum } from './numbers.ts';
import { priceRequests } from './price-requests.ts';
import type { ForecastPrice } from './recovery-forecast.ts';
import { recoveryRequests } from './recovery-requests.ts';

/** What the recovery of so many calls in so many windows costs. */
export const priceOf = ({
  calls,
  windows,
  gb,
}: {
  readonly calls: number;
  readonly windows: number;
  readonly gb: number;
}): ForecastPrice => {
  const { prices } = awsPrices;
  const awsRequests = sum(
    Object.values(priceRequests(recoveryRequests({ calls, windows }, countedRequests), awsPrices)),
  );
  const [download, storage] = [gb * prices.natGb, gb * prices.s3GbMonth];
  return {
    awsRequests: rounded(awsRequests),
    download: rounded(download),
    storage: rounded(storage),
    total: rounded(awsRequests + download + storage),
  };
};
