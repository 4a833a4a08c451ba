// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {CommitteeChain} from "./CommitteeChain.sol";
import {Statement} from "./Statement.sol";

/// A committee whose replicas sign with ECDSA over P-256 (`./quorate init --scheme ecdsa-p256`):
/// their CHECKPOINT votes as they are, one by one, by the precompile P256VERIFY (EIP-7951, and
/// RIP-7212 before it). `proof` is r and s of each signer, 64 bytes, in the committee's order.
/// The precompile takes s in either half, so a signature has two forms: whoever needs a name for a
/// certificate takes the header's digest and never these bytes.
contract FinalityP256 is CommitteeChain {
    uint256 private constant SIGNATURE = 64;

    /// The replica's number in 4 bytes, x and y of its key.
    uint256 private constant MEMBER = 68;
    uint256 private constant CONFIGURATION = 8;

    constructor(bytes32 group, bytes memory founders) CommitteeChain(group, founders) {}

    function memberLength() internal pure override returns (uint256) {
        return MEMBER;
    }

    function check(Statement.Said memory said, uint256 signers, bytes calldata proof) internal view override {
        if (proof.length != SIGNATURE * requireQuorum(signers)) revert Malformed();
        bytes memory keys = stored(CONFIGURATION, MEMBER * size);
        (uint256 start, uint256 place) = Statement.begin(said);
        uint256 input;
        assembly ("memory-safe") {
            input := mload(0x40)
            mstore(0x40, add(input, 160))
        }
        uint256 from;
        uint256 key;
        assembly ("memory-safe") {
            from := proof.offset
            key := add(keys, 32)
        }
        for (uint256 rest = signers; rest != 0; rest >>= 1) {
            if (rest & 1 == 1) {
                uint64 signer;
                assembly ("memory-safe") {
                    signer := shr(224, mload(key))
                }
                bytes32 digest = Statement.signedBy(said, start, place, signer);
                if (!holds(input, digest, from, key)) revert WrongSignature();
                from += SIGNATURE;
            }
            key += MEMBER;
        }
    }

    function holds(uint256 input, bytes32 digest, uint256 from, uint256 key) private view returns (bool valid) {
        assembly ("memory-safe") {
            mstore(input, digest)
            calldatacopy(add(input, 32), from, 64)
            mcopy(add(input, 96), add(key, 4), 64)
            let answered := staticcall(gas(), 0x100, input, 160, 0, 32)
            valid := and(answered, and(eq(returndatasize(), 32), eq(mload(0), 1)))
        }
    }
}
