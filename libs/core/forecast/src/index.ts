export { awsPrices, HOURS_OF_MONTH, type PriceName, type PriceTable } from './aws-prices.ts';
export {
  type CountedRequests,
  countedRequests,
  LARGE_WINDOW,
  SMALL_WINDOW,
  USUAL_WINDOW,
} from './counted-requests.ts';
export { type ForecastAssumptions, type ForecastWindow, USUAL_ASSUMPTIONS } from './forecast-input.ts';
export { forecastRecovery } from './forecast-recovery.ts';
export { forecastSweep } from './forecast-sweep.ts';
export { type PaidService, priceRequests } from './price-requests.ts';
export type { RecoveryForecast } from './recovery-forecast.ts';
export { withMessages, withQueries } from './recovery-requests.ts';
export { renderForecast } from './render-forecast.ts';
export {
  type Counts,
  isS3Read,
  isS3Write,
  isSns,
  isSqs,
  LOG_BYTES,
  READ_UNITS,
  sumOf,
  WRITE_UNITS,
} from './request-kinds.ts';
export type { SweepForecast } from './sweep-forecast.ts';
