// SPDX-License-Identifier: Apache-2.0
// Runs a list of steps in an EVM of the fork Osaka: node evm.mjs FOLDER... < steps.json > results.json
//   {"deploy": contract, "arguments": hex or names in {braces}, "as": name, "value": wei}
//   {"call": name, "function": name, "arguments": hex}
//   {"precompile": number, "input": hex, "gas": limit}
// Each folder's Solidity is compiled; a result is {ok, output, gas, transactionGas}.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import solc from 'solc'
import { createEVM, getActivePrecompiles } from '@ethereumjs/evm'
import { createVM, runTx } from '@ethereumjs/vm'
import { Common, Hardfork, Mainnet } from '@ethereumjs/common'
import { createLegacyTx } from '@ethereumjs/tx'
import {
  bytesToUnprefixedHex,
  createAccount,
  createAddressFromPrivateKey,
  createAddressFromString,
  hexToBytes,
} from '@ethereumjs/util'

const GAS_LIMIT = 16_000_000n
const common = new Common({ chain: Mainnet, hardfork: Hardfork.Osaka })

// What Barretenberg writes counts on the older pipeline's layout of memory.
const FOREIGN = 'Verifier.sol'

function compile(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sol')).sort()
  const content = (name) => ({ content: readFileSync(join(folder, name), 'utf8') })
  const foreign = files.includes(FOREIGN)
  const settings = {
    optimizer: { enabled: true, runs: foreign ? 1 : 1_000_000 },
    viaIR: !foreign,
    evmVersion: 'osaka',
    outputSelection: { '*': { '*': ['evm.bytecode.object', 'evm.methodIdentifiers'] } },
  }
  const sources = Object.fromEntries(files.map((name) => [name, content(name)]))
  return once(JSON.stringify({ language: 'Solidity', sources, settings }), foreign)
}

// Compiling takes longer than all the rest: what was compiled before is kept beside this file.
function once(input, foreign) {
  const kept = 'compiled-' + createHash('sha256').update(input).digest('hex').slice(0, 16) + '.json'
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'))
  const output = JSON.parse(solc.compile(input))
  const errors = (output.errors ?? []).filter((each) => !foreign || each.severity === 'error')
  const said = errors.map((each) => each.formattedMessage)
  if (said.length > 0) throw new Error(said.join('\n'))
  const contracts = Object.assign({}, ...Object.values(output.contracts))
  writeFileSync(kept + '.' + process.pid, JSON.stringify(contracts))
  renameSync(kept + '.' + process.pid, kept)
  return contracts
}

const key = hexToBytes('0x' + '11'.repeat(32))
const sender = createAddressFromPrivateKey(key)
const vm = await createVM({ common })
await vm.stateManager.putAccount(sender, createAccount({ nonce: 0n, balance: 10n ** 24n }))
let nonce = 0n

async function transact(to, data, value) {
  const fields = { nonce: nonce++, gasPrice: 100n, gasLimit: GAS_LIMIT, to, value, data }
  const tx = createLegacyTx(fields, { common }).sign(key)
  const done = await runTx(vm, { tx, skipBlockGasLimitValidation: true })
  return {
    ok: done.execResult.exceptionError === undefined,
    output: bytesToUnprefixedHex(done.execResult.returnValue),
    gas: Number(done.execResult.executionGasUsed),
    transactionGas: Number(done.totalGasSpent),
    address: done.createdAddress,
  }
}

const deployed = {}
const bytes = (hex) => hexToBytes('0x' + (hex ?? '').replace(/\{(\w+)\}/g,
    (_, name) => deployed[name].address.toString().slice(2).padStart(64, '0')))

async function precompile(step) {
  const run = getActivePrecompiles(common).get(step.precompile.toString(16).padStart(40, '0'))
  const evm = await createEVM({ common })
  const done = await run({ data: bytes(step.input), gasLimit: BigInt(step.gas), common, _EVM: evm })
  return {
    ok: done.exceptionError === undefined,
    output: bytesToUnprefixedHex(done.returnValue),
    gas: Number(done.executionGasUsed),
  }
}

async function perform(step, contracts) {
  if (step.precompile !== undefined) return precompile(step)
  const value = BigInt(step.value ?? 0)
  if (step.deploy) {
    const code = contracts[step.deploy].evm.bytecode.object
    const { address, ...result } = await transact(undefined, bytes(code + (step.arguments ?? '')), value)
    deployed[step.as] = { address, methods: contracts[step.deploy].evm.methodIdentifiers }
    return result
  }
  const target = deployed[step.call]
  const name = Object.keys(target.methods).find((each) => each.startsWith(step.function + '('))
  const data = bytes(target.methods[name] + (step.arguments ?? ''))
  const { address, ...result } = await transact(createAddressFromString(target.address.toString()), data, value)
  return result
}

const steps = JSON.parse(readFileSync(0, 'utf8'))
const contracts = Object.assign({}, ...process.argv.slice(2).map(compile))
const results = []
for (const step of steps) results.push(await perform(step, contracts))
process.stdout.write(JSON.stringify(results))
