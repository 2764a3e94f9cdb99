export { registryContract } from './registry-contract.ts';
