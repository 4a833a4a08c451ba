// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {CommitteeChain} from "./CommitteeChain.sol";
import {Statement} from "./Statement.sol";

/// A committee with BLS12-381 keys: one signature in G1 for all signers, under a statement that all
/// sign alike, by the precompiles of EIP-2537. `proof` is that signature, 128 bytes as they take
/// points. Whoever hands in a committee has checked each key's proof of possession: without it a
/// member could choose a key that cancels the others'.
contract FinalityBls is CommitteeChain {
    bytes private constant DOMAIN = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_POP_";

    /// The generator of G2, negated.
    bytes private constant NEGATED_G2 =
        hex"00000000000000000000000000000000024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d177"
        hex"0bac0326a805bbefd48056c8c121bdb80000000000000000000000000000000013e02b6052719f607dacd3a088274f65"
        hex"596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e00000000000000000000000000000000"
        hex"0d1b3cc2c7027888be51d9ef691d77bcb679afda66c73f17f9ee3837a55024f78c71363275a75d75d86bab79f74782aa"
        hex"0000000000000000000000000000000013fa4d4a0ad8b1ce186ed5061789213d993923066dddaf1040bc3ff59f825c78"
        hex"df74f2d75467e25e0f55f8a00fa030ed";

    uint256 private constant CONFIGURATION = 8;

    /// A key: a point of G2 as EIP-2537 has it, four times 64 bytes.
    uint256 private constant MEMBER = 256;
    uint256 private constant SIGNATURE = 128;

    uint256 private constant MODEXP = 0x05;
    uint256 private constant G1_ADD = 0x0b;
    uint256 private constant G2_ADD = 0x0d;
    uint256 private constant PAIRING = 0x0f;
    uint256 private constant MAP_TO_G1 = 0x10;

    constructor(bytes32 group, bytes memory founders) CommitteeChain(group, founders) {}

    function vote() internal pure override returns (uint8) {
        return Statement.FINALITY;
    }

    function memberLength() internal pure override returns (uint256) {
        return MEMBER;
    }

    /// The sum of all keys, and the keys.
    function prepare(bytes memory packed) internal view override returns (bytes memory) {
        bytes memory pair = new bytes(2 * MEMBER);
        bytes memory sum = new bytes(MEMBER);
        for (uint256 place = CONFIGURATION; place < packed.length; place += MEMBER) {
            assembly ("memory-safe") {
                mcopy(add(pair, 32), add(sum, 32), 256)
                mcopy(add(pair, 288), add(add(packed, 32), place), 256)
            }
            sum = call(G2_ADD, pair, MEMBER);
        }
        bytes memory keys = new bytes(packed.length - CONFIGURATION);
        assembly ("memory-safe") {
            mcopy(add(keys, 32), add(packed, 40), mload(keys))
        }
        return bytes.concat(sum, keys);
    }

    function check(Statement.Said memory said, uint256 signers, bytes calldata proof) internal view override {
        requireQuorum(signers);
        if (proof.length != SIGNATURE) revert Malformed();
        // The pairing check knows the point at infinity, and so would a forger.
        if (isZero(proof)) revert WrongSignature();
        bytes memory answer = call(
            PAIRING, bytes.concat(proof, NEGATED_G2, hashToG1(Statement.common(said)), keyOf(signers)), 32
        );
        if (answer[31] != 0x01) revert WrongSignature();
    }

    /// The signers' keys added up: the sum of all less those who are absent.
    function keyOf(uint256 signers) private view returns (bytes memory) {
        uint256 n = size;
        bytes memory pair = new bytes(2 * MEMBER);
        bytes memory absent = new bytes(MEMBER);
        bool any = false;
        for (uint256 i = 0; i < n; i++) {
            if (signers >> i & 1 == 1) continue;
            bytes memory key = stored(MEMBER * (i + 1), MEMBER);
            if (any) {
                assembly ("memory-safe") {
                    mcopy(add(pair, 32), add(absent, 32), 256)
                    mcopy(add(pair, 288), add(key, 32), 256)
                }
                absent = call(G2_ADD, pair, MEMBER);
            } else {
                absent = key;
                any = true;
            }
        }
        bytes memory all = stored(0, MEMBER);
        if (!any) return all;
        negate(absent);
        return call(G2_ADD, bytes.concat(all, absent), MEMBER);
    }

    /// Takes y's two coordinates from the field's prime; a key is never infinity.
    function negate(bytes memory point) private pure {
        assembly ("memory-safe") {
            function flip(place) {
                let low := mload(add(place, 32))
                let primeLow := 0x64774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab
                if or(low, mload(place)) {
                    mstore(
                        place,
                        sub(sub(0x1a0111ea397fe69a4b1ba7b6434bacd7, mload(place)), gt(low, primeLow))
                    )
                    mstore(add(place, 32), sub(primeLow, low))
                }
            }
            flip(add(point, 160))
            flip(add(point, 224))
        }
    }

    /// RFC 9380, suite BLS12381G1_XMD:SHA-256_SSWU_RO_.
    function hashToG1(bytes memory message) private view returns (bytes memory) {
        bytes memory uniform = expand(message);
        return call(
            G1_ADD,
            bytes.concat(
                call(MAP_TO_G1, reduce(uniform, 0), SIGNATURE), call(MAP_TO_G1, reduce(uniform, 64), SIGNATURE)
            ),
            SIGNATURE
        );
    }

    /// expand_message_xmd (RFC 9380, 5.3.1) to 128 bytes.
    function expand(bytes memory message) private pure returns (bytes memory out) {
        bytes memory tail = abi.encodePacked(DOMAIN, uint8(bytes(DOMAIN).length));
        bytes32 first = sha256(abi.encodePacked(new bytes(64), message, uint16(128), uint8(0), tail));
        bytes32 block_ = sha256(abi.encodePacked(first, uint8(1), tail));
        out = new bytes(128);
        for (uint256 i = 0; i < 4; i++) {
            assembly ("memory-safe") {
                mstore(add(add(out, 32), mul(i, 32)), block_)
            }
            block_ = sha256(abi.encodePacked(first ^ block_, uint8(i + 2), tail));
        }
    }

    /// 64 bytes modulo the field's prime, as 64 bytes.
    function reduce(bytes memory from, uint256 place) private view returns (bytes memory) {
        bytes memory input = new bytes(225);
        assembly ("memory-safe") {
            let start := add(input, 32)
            mstore(start, 64)
            mstore(add(start, 32), 1)
            mstore(add(start, 64), 64)
            mcopy(add(start, 96), add(add(from, 32), place), 64)
            mstore8(add(start, 160), 1)
            mstore(add(start, 161), 0x1a0111ea397fe69a4b1ba7b6434bacd7)
            mstore(add(start, 193), 0x64774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab)
        }
        return call(MODEXP, input, 64);
    }

    /// Reverts where the precompile refuses: off the curve, off the subgroup, of another length.
    function call(uint256 precompile, bytes memory input, uint256 length) private view returns (bytes memory out) {
        out = new bytes(length);
        bool answered;
        assembly ("memory-safe") {
            answered := staticcall(gas(), precompile, add(input, 32), mload(input), add(out, 32), length)
            answered := and(answered, eq(returndatasize(), length))
        }
        if (!answered) revert WrongSignature();
    }

    function isZero(bytes calldata point) private pure returns (bool) {
        for (uint256 place = 0; place < SIGNATURE; place += 32) {
            if (bytes32(point[place:place + 32]) != 0) return false;
        }
        return true;
    }
}
