// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Header} from "./IFinality.sol";

/// The bytes that replicas sign: deterministic CBOR (RFC 8949, 4.2). This file alone knows their
/// layout; the engine's are in `SigningBytes` and `PayloadWriter.writeHeader`.
library Statement {
    /// Votes of replicas for a header: `MessageType.CHECKPOINT`, each with its signer's number.
    uint8 internal constant CHECKPOINT = 5;

    /// The same header as all sign it alike, with signer 0, so that signatures add up.
    uint8 internal constant FINALITY = 20;

    /// The digest of a packed committee that comes next, under its configuration's number.
    uint8 internal constant COMMITTEE = 21;

    /// Bytes before the configuration: of an array of 9, "quorate", version, kind and cluster.
    uint256 private constant HEAD = 45;

    /// Room for one statement or header with the longest numbers.
    uint256 private constant ROOM = 256;

    /// What is said. A struct, so that the kinds of contract take one argument.
    struct Said {
        uint8 kind;
        bytes32 cluster;
        uint64 configuration;
        uint64 sequence;
        bytes32 digest;
    }

    /// The digest by which a header is known and signed.
    function digestOf(Header calldata header) internal view returns (bytes32) {
        uint256 start = reserve();
        uint256 place = append8(start, 0x87);
        place = number(place, header.sequence);
        place = octets32(place, header.previous);
        place = octets32(place, header.batch);
        place = octets32(place, header.results);
        place = octets32(place, header.state);
        place = number(place, header.configuration);
        place = number(place, header.timestamp);
        return hash(start, place);
    }

    /// Writes what stands before the signer's number; hand the two to `signedBy`.
    function begin(Said memory said) internal pure returns (uint256 start, uint256 place) {
        start = reserve();
        bytes32 cluster = said.cluster;
        uint256 kind = said.kind;
        assembly ("memory-safe") {
            // 89 67 "quorate" 01 kind 58 20
            mstore(start, or(shl(152, 0x896771756f7261746501005820), shl(168, kind)))
            mstore(add(start, 13), cluster)
        }
        place = number(start + HEAD, said.configuration);
    }

    /// The SHA-256 of the statement with this signer.
    function signedBy(Said memory said, uint256 start, uint256 place, uint64 signer) internal view returns (bytes32) {
        return hash(start, end(said, place, signer));
    }

    /// The whole statement of those who sign alike.
    function common(Said memory said) internal pure returns (bytes memory statement) {
        (uint256 start, uint256 place) = begin(said);
        uint256 length = end(said, place, 0) - start;
        statement = new bytes(length);
        assembly ("memory-safe") {
            mcopy(add(statement, 32), start, length)
        }
    }

    function end(Said memory said, uint256 place, uint64 signer) private pure returns (uint256) {
        place = append8(number(place, signer), 0);
        return octets32(number(place, said.sequence), said.digest);
    }

    function reserve() private pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := mload(0x40)
            mstore(0x40, add(start, ROOM))
        }
    }

    function append8(uint256 place, uint256 value) private pure returns (uint256) {
        assembly ("memory-safe") {
            mstore8(place, value)
        }
        return place + 1;
    }

    function octets32(uint256 place, bytes32 value) private pure returns (uint256) {
        assembly ("memory-safe") {
            mstore(place, shl(240, 0x5820))
            mstore(add(place, 2), value)
        }
        return place + 34;
    }

    /// A number of 64 bits in its shortest form.
    function number(uint256 place, uint64 value) private pure returns (uint256) {
        if (value < 24) return append8(place, value);
        if (value < 1 << 8) return append(place, 0x18, value, 1);
        if (value < 1 << 16) return append(place, 0x19, value, 2);
        if (value < 1 << 32) return append(place, 0x1a, value, 4);
        return append(place, 0x1b, value, 8);
    }

    function append(uint256 place, uint256 head, uint256 value, uint256 length) private pure returns (uint256) {
        assembly ("memory-safe") {
            mstore8(place, head)
            mstore(add(place, 1), shl(sub(256, mul(8, length)), value))
        }
        return place + 1 + length;
    }

    function hash(uint256 from, uint256 to) private view returns (bytes32 digest) {
        assembly ("memory-safe") {
            if iszero(staticcall(gas(), 2, from, sub(to, from), 0, 32)) { revert(0, 0) }
            digest := mload(0)
        }
    }
}
