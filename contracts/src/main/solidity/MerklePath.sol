// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// The way from one leaf to the root of a tree of RFC 6962, 2.1.1: the engine's `MerklePath`.
struct Path {
    uint64 index;
    uint64 total;
    bytes32[] aunts;
}

library MerklePath {
    error NoPath();

    /// The hash of a leaf, which no inner node can be taken for.
    function leaf(bytes memory content) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(uint8(0), content));
    }

    /// The root to which the path leads; reverts where it is none in such a tree.
    function rootFrom(Path calldata path, bytes32 hash) internal pure returns (bytes32) {
        uint256 place = path.index;
        uint256 width = path.total;
        if (place >= width) revert NoPath();
        uint256 used = 0;
        while (width > 1) {
            if (place & 1 == 1 || place + 1 < width) {
                if (used == path.aunts.length) revert NoPath();
                bytes32 aunt = path.aunts[used++];
                hash = place & 1 == 1
                    ? sha256(abi.encodePacked(uint8(1), aunt, hash))
                    : sha256(abi.encodePacked(uint8(1), hash, aunt));
            }
            place >>= 1;
            width = (width + 1) >> 1;
        }
        if (used != path.aunts.length) revert NoPath();
        return hash;
    }
}
